package org.ithaca.sim;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ithaca.base.SplitMix;
import org.jspecify.annotations.Nullable;

/// The names on a [SimDisk]: as the operating system shows them, and as they are stored.
final class SimDirectory {
    /// One operation that is shown and not stored yet: the name that goes, and the name that comes with its file.
    private record Change(
            @Nullable String gone,
            @Nullable String come,
            @Nullable SimFile file) {
        TreeSet<String> directories() {
            TreeSet<String> touched = new TreeSet<>();
            if (gone != null) {
                touched.add(parent(gone));
            }
            if (come != null) {
                touched.add(parent(come));
            }
            return touched;
        }

        boolean touches(String directory) {
            return (gone != null && parent(gone).equals(directory))
                    || (come != null && parent(come).equals(directory));
        }

        void apply(TreeMap<String, SimFile> names) {
            if (gone != null) {
                names.remove(gone);
            }
            if (come != null && file != null) {
                names.put(come, file);
            }
        }
    }

    private final TreeMap<String, SimFile> shown = new TreeMap<>();
    private final TreeMap<String, SimFile> stored = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>();
    private final List<Change> pending = new ArrayList<>();

    SimDirectory() {
        directories.add("");
    }

    SortedMap<String, SimFile> shown() {
        return shown;
    }

    boolean exists(String path) {
        return shown.containsKey(path) || directories.contains(trimmed(path));
    }

    void requireParent(String path) throws IOException {
        if (!directories.contains(parent(path))) {
            throw new FileNotFoundException("no directory for " + path);
        }
    }

    List<String> list(String path) {
        String directory = trimmed(path);
        TreeSet<String> names = new TreeSet<>();
        for (String child : shown.keySet()) {
            if (parent(child).equals(directory)) {
                names.add(child.substring(child.lastIndexOf('/') + 1));
            }
        }
        for (String child : directories) {
            if (!child.isEmpty() && parent(child).equals(directory)) {
                names.add(child.substring(child.lastIndexOf('/') + 1));
            }
        }
        return List.copyOf(names);
    }

    void make(String path) {
        for (String at = trimmed(path); directories.add(at); at = parent(at)) {
            force(parent(at));
        }
    }

    void put(String path, SimFile file) {
        change(new Change(null, path, file));
    }

    void rename(String from, String to) {
        change(new Change(from, to, shown.get(from)));
    }

    /// Directories go for good at once: an empty one that comes back is of no interest.
    void delete(String path) throws IOException {
        if (shown.containsKey(path)) {
            change(new Change(path, null, null));
        } else if (list(path).isEmpty()) {
            force(path);
            directories.remove(trimmed(path));
        } else {
            throw new DirectoryNotEmptyException(path);
        }
    }

    private void change(Change change) {
        change.apply(shown);
        pending.add(change);
    }

    void force(String path) {
        String directory = trimmed(path);
        for (Change change : pending) {
            if (change.touches(directory)) {
                change.apply(stored);
            }
        }
        pending.removeIf(change -> change.touches(directory));
    }

    /// Undoes, in each directory, what was not forced, from some point on; how many changes were undone.
    int losePower(SplitMix random) {
        TreeMap<String, Integer> kept = new TreeMap<>();
        int undone = 0;
        for (Change change : pending) {
            boolean keep = false;
            for (String directory : change.directories()) {
                int left = kept.computeIfAbsent(directory, d -> random.below(changes(d) + 1));
                keep |= left > 0;
                kept.put(directory, left - 1);
            }
            if (keep) {
                change.apply(stored);
            } else {
                undone++;
            }
        }
        pending.clear();
        shown.clear();
        shown.putAll(stored);
        return undone;
    }

    private int changes(String directory) {
        int count = 0;
        for (Change change : pending) {
            count += change.touches(directory) ? 1 : 0;
        }
        return count;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String trimmed(String path) {
        String plain = path.equals(".") ? "" : path;
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
