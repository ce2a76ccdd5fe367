package org.ithaca.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Collects answers for the core and hands them over, many at once.
final class Answers {
    private final Completions completions;
    private final Storage.Listener listener;
    private List<Consumer<Storage.Listener>> collected = new ArrayList<>();

    /// @param listener called on the core's thread only
    Answers(Completions completions, Storage.Listener listener) {
        this.completions = completions;
        this.listener = listener;
    }

    void add(Consumer<Storage.Listener> answer) {
        collected.add(answer);
    }

    void add(Runnable answer) {
        collected.add(ignored -> answer.run());
    }

    /// Posts all that was collected.
    void post() {
        if (!collected.isEmpty()) {
            List<Consumer<Storage.Listener>> posted = collected;
            collected = new ArrayList<>();
            completions.post(() -> posted.forEach(answer -> answer.accept(listener)));
        }
    }
}
