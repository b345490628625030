/** IBM's watsonx.ai: cloud.ibm.com/apidocs/watsonx-ai (seen 2026-11-26). */
@NullMarked
package io.sluice.router.wire.watsonx;

import org.jspecify.annotations.NullMarked;
