@NullMarked
package io.sluice.grantor;

import org.jspecify.annotations.NullMarked;
