/** Virtual keys: the management API, the directory that gateways ask, and the news of changes. */
@NullMarked
package io.sluice.accounting.keys;

import org.jspecify.annotations.NullMarked;
