package io.sluice.contracts.batches;

/** What is asked of a provider that runs a batch. */
public enum BatchStep {
    /** The input file goes up; the answer has an {@code id}. */
    UPLOAD,
    /** The batch is made; the answer is OpenAI's batch object, as those of the next two. */
    CREATE,
    LOOK,
    CANCEL,
    /** The lines that were answered, in OpenAI's form. */
    OUTPUT,
    /** The other lines, in OpenAI's form. */
    ERRORS;

    /** Whether the answer is a result file. */
    public boolean fetches() {
        return this == OUTPUT || this == ERRORS;
    }
}
