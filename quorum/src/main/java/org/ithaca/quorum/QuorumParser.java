package org.ithaca.quorum;

import java.util.ArrayList;
import java.util.List;
import org.ithaca.base.IthacaException;

/// Recursive descent over the text form of a [QuorumSpec]; blanks between symbols mean nothing.
final class QuorumParser {
    private final String text;
    private int at;

    QuorumParser(String text) {
        this.text = text;
    }

    QuorumSpec parse() {
        QuorumSpec spec = spec(word());
        skipBlanks();
        if (at != text.length()) {
            throw expected("the end");
        }
        return spec;
    }

    private QuorumSpec spec(String name) {
        return switch (name) {
            case "majority" -> new QuorumSpec.Majority();
            case "all" -> new QuorumSpec.All();
            case "counting" -> counting();
            case "weighted" -> weighted();
            case "grid" -> grid();
            case "groups" -> groups();
            case "explicit" -> explicit();
            default -> throw expected("one of majority, all, counting, weighted, grid, groups, explicit");
        };
    }

    private QuorumSpec counting() {
        take('(');
        int write = number();
        take(',');
        int seal = number();
        take(')');
        return new QuorumSpec.Counting(write, seal);
    }

    private QuorumSpec weighted() {
        take('(');
        List<Integer> weights = new ArrayList<>();
        do {
            weights.add(number());
        } while (taken(','));
        take(';');
        int write = number();
        take(',');
        int seal = number();
        take(')');
        return new QuorumSpec.Weighted(weights, write, seal);
    }

    private QuorumSpec grid() {
        take('(');
        int rows = number();
        take('x');
        int columns = number();
        take(')');
        return new QuorumSpec.Grid(rows, columns);
    }

    private QuorumSpec groups() {
        take('(');
        int groups = number();
        take('x');
        int members = number();
        int write = 1;
        int seal = members;
        if (taken(',')) {
            write = number();
            take(',');
            seal = number();
        }
        take(')');
        return new QuorumSpec.Groups(groups, members, write, seal);
    }

    private QuorumSpec explicit() {
        take('(');
        List<Long> write = sets();
        take(';');
        List<Long> seal = sets();
        take(')');
        return new QuorumSpec.Explicit(write, seal);
    }

    private List<Long> sets() {
        List<Long> masks = new ArrayList<>();
        do {
            masks.add(set());
        } while (taken(','));
        return masks;
    }

    private long set() {
        take('{');
        long mask = 0;
        do {
            int rank = number();
            if (rank >= QuorumSystem.MAX_SIZE) {
                throw expected("ranks below " + QuorumSystem.MAX_SIZE);
            }
            mask |= 1L << rank;
        } while (taken(','));
        take('}');
        return mask;
    }

    private String word() {
        skipBlanks();
        int from = at;
        while (at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z') {
            at++;
        }
        return text.substring(from, at);
    }

    /// A decimal number of at most six digits.
    private int number() {
        skipBlanks();
        int from = at;
        while (at < text.length() && at - from < 6 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (from == at) {
            throw expected("a number");
        }
        return Integer.parseInt(text, from, at, 10);
    }

    private void take(char symbol) {
        if (!taken(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    private boolean taken(char symbol) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == symbol) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IthacaException expected(String what) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return Invalid.because("not a quorum system: \"" + shown + "\": expected " + what + " after \""
                + text.substring(Math.max(0, at - 40), at) + "\"; for example \"majority\" or \"grid(3x4)\"");
    }
}
