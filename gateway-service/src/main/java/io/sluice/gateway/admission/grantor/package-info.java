@NullMarked
package io.sluice.gateway.admission.grantor;

import org.jspecify.annotations.NullMarked;
