/** ElevenLabs: text to speech and back. */
@NullMarked
package io.sluice.simulator.elevenlabs;

import org.jspecify.annotations.NullMarked;
