package org.ithaca.object;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.ithaca.base.ByteReader;
import org.ithaca.base.ByteWriter;
import org.ithaca.base.Bytes;
import org.ithaca.base.MalformedException;

/// The objects of one log at one member, by name.
///
/// ```
/// entry, question := type u8 | name text | operation (the rest)
/// answer          := 0 u8 | result        or      1 u8 | what is wrong text
/// piece           := type u8 | name text | piece of the object's image (the rest)
/// ```
///
/// An entry that makes no sense is answered with what is wrong, the same at every member, and changes
/// nothing. Belongs to the thread that owns the node's core.
public final class ObjectHost {
    private static final int NAME_BYTES = 1024;

    private record Named(ObjectType type, ReplicatedObject object) {}

    private final Map<String, Named> objects = new TreeMap<>();

    /// An entry or a question for the object of that name.
    public static Bytes address(ObjectType type, String name, Bytes operation) {
        return new ByteWriter(name.length() + operation.length() + 16)
                .u8(type.code())
                .text(name)
                .raw(operation)
                .shared();
    }

    /// The result inside an answer.
    ///
    /// @throws MalformedException with what was wrong, if the answer says so
    public static Bytes result(Bytes answer) {
        ByteReader in = new ByteReader(answer);
        if (in.bool()) {
            throw new MalformedException(in.text());
        }
        return in.rest();
    }

    /// Plays one entry of the log and returns the answer for its caller. The object comes to be with its
    /// first mutator.
    public Bytes apply(long position, Bytes entry) {
        try {
            ByteReader in = new ByteReader(entry);
            Named named = find(in, true);
            return answer(named.object.apply(position, in));
        } catch (MalformedException e) {
            return wrong(e);
        }
    }

    /// Answers a question from the state as it is; an object nobody has changed yet answers as an empty
    /// one.
    public Bytes query(Bytes question) {
        try {
            ByteReader in = new ByteReader(question);
            return answer(find(in, false).object.query(in));
        } catch (MalformedException e) {
            return wrong(e);
        }
    }

    /// Names of the objects there are, sorted.
    public List<String> names() {
        return List.copyOf(objects.keySet());
    }

    /// All objects as they are now, in pieces made one by one while the log goes on.
    public Iterator<Bytes> image() {
        List<Iterator<Bytes>> images = new ArrayList<>();
        objects.forEach((name, named) -> images.add(new Tagged(named.type, name, named.object.image())));
        return new Concatenated(images.iterator());
    }

    /// Forgets everything: before a checkpoint is restored.
    public void clear() {
        objects.clear();
    }

    /// Adds one piece of an image; pieces come in order.
    public void restore(Bytes piece) {
        ByteReader in = new ByteReader(piece);
        find(in, true).object.restore(in);
    }

    private Named find(ByteReader in, boolean keep) {
        ObjectType type = ObjectType.of(in.u8());
        Bytes bytes = in.bytes();
        if (bytes.isEmpty() || bytes.length() > NAME_BYTES) {
            throw new MalformedException("the name of an object has 1 to " + NAME_BYTES + " bytes");
        }
        String name = bytes.utf8();
        Named named = objects.get(name);
        if (named == null) {
            named = new Named(type, type.fresh());
            if (keep) {
                objects.put(name, named);
            }
        }
        if (named.type != type) {
            throw new MalformedException("object '" + name + "' is a " + named.type + ", not a " + type);
        }
        return named;
    }

    private static Bytes answer(Bytes result) {
        return new ByteWriter(result.length() + 1).bool(false).raw(result).shared();
    }

    private static Bytes wrong(MalformedException e) {
        return new ByteWriter().bool(true).text(String.valueOf(e.getMessage())).shared();
    }

    private record Tagged(ObjectType type, String name, Iterator<Bytes> pieces) implements Iterator<Bytes> {
        @Override
        public boolean hasNext() {
            return pieces.hasNext();
        }

        @Override
        public Bytes next() {
            return address(type, name, pieces.next());
        }
    }

    private static final class Concatenated implements Iterator<Bytes> {
        private final Iterator<Iterator<Bytes>> rest;
        private Iterator<Bytes> current = List.<Bytes>of().iterator();

        Concatenated(Iterator<Iterator<Bytes>> rest) {
            this.rest = rest;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && rest.hasNext()) {
                current = rest.next();
            }
            return current.hasNext();
        }

        @Override
        public Bytes next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }
}
