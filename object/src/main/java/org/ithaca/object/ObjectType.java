package org.ithaca.object;

import org.ithaca.base.MalformedException;

/// The kinds of object a log can hold. The code is written to the log: never change or reuse one.
public enum ObjectType {
    /// Keys to values: [MapObject].
    MAP(1) {
        @Override
        ReplicatedObject fresh() {
            return new MapObject();
        }
    };

    private final int code;

    ObjectType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    abstract ReplicatedObject fresh();

    static ObjectType of(int code) {
        for (ObjectType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new MalformedException("object type " + code + " is not known to this version");
    }
}
