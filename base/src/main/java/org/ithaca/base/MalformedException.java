package org.ithaca.base;

/// Bytes from a file or a socket do not have the form they claim to have. The message names the field and
/// what was found.
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
