/** The books as the gateway reaches them over HTTP: directory, spend, management, usage. */
@NullMarked
package io.sluice.gateway.books;

import org.jspecify.annotations.NullMarked;
