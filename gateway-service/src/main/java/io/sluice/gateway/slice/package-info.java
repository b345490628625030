/** Admission by slices that the grantor gives: what this gateway holds of each account, and its talk with grantor and books ({@code docs/admission.md}). */
@NullMarked
package io.sluice.gateway.slice;

import org.jspecify.annotations.NullMarked;
