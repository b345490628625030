/** Hugging Face's Text Generation Inference in its own words, beside the dialect of OpenAI's that it also speaks. */
@NullMarked
package io.sluice.router.wire.tgi;

import org.jspecify.annotations.NullMarked;
