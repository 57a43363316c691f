package org.onrecord.settings;

/** How the memory is shared out that {@code onrecord.limits.memory} sets, in bytes. */
public final class Memory {

    /** How much more memory a document takes once it is parsed, beside its text. */
    public static final int PARSED = 50;

    /** A character of text takes two bytes. */
    private static final int BYTES_OF_CHARACTER = 2;

    private Memory() {}

    /**
     * What may be used where nothing is set: a third of the heap, as the rest is for what is worked on, and for
     * garbage.
     */
    public static long byDefault(long heap) {
        return heap / 3;
    }

    /**
     * What answers and documents take that are kept.
     *
     * @param responses the setting {@code onrecord.cache.responses}
     * @param documents the setting {@code onrecord.cache.documents}
     * @param persisted the setting {@code onrecord.documents.persisted}
     */
    public static long kept(long responses, long documents, long persisted) {
        return responses + PARSED * documents + BYTES_OF_CHARACTER * persisted;
    }
}
