/** Sound to text and text to sound: forms with files (pictures are sent by the same), and answers that are sound or transcripts. */
@NullMarked
package io.sluice.router.wire.audio;

import org.jspecify.annotations.NullMarked;
