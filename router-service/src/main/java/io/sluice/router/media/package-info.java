/**
 * Pictures, sounds and documents that a client only names: fetched by the gateway for providers that do not fetch them themselves, from public
 * addresses only.
 */
@NullMarked
package io.sluice.router.media;

import org.jspecify.annotations.NullMarked;
