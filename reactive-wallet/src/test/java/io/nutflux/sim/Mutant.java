package io.nutflux.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * A mistake that someone could make in the library.
 *
 * @param name the mistake in words
 * @param file the source below {@code io/nutflux}
 * @param edits what is changed in it
 * @param seeds those that caught it before: tried first, since a mistake may take a long search
 */
record Mutant(String name, String file, List<Edit> edits, List<Long> seeds) {

    /** {@code original} is in the source exactly once. */
    record Edit(String original, String replacement) {}

    static Mutant of(String name, String file, String original, String replacement) {
        return new Mutant(name, file, List.of(new Edit(original, replacement)), List.of());
    }

    /** This with another change, where a mistake takes two. */
    Mutant and(String original, String replacement) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(new Edit(original, replacement));
        return new Mutant(name, file, more, seeds);
    }

    /** This with a seed that caught it. */
    Mutant seenBy(long seed) {
        return new Mutant(name, file, edits, List.of(seed));
    }

    /**
     * The source with the mistake in it. White space counts for nothing in finding the place, so that formatting does not
     * matter.
     *
     * @throws IllegalStateException if the source has changed so that the place is not found
     */
    String applyTo(String source) {
        String changed = source;
        for (Edit edit : edits) {
            changed = Snippets.replace(changed, edit.original(), edit.replacement(), name + " in " + file);
        }
        return changed;
    }

    @Override
    public String toString() {
        return name;
    }
}
