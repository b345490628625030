/** IBM's watsonx.ai: cloud.ibm.com/apidocs/watsonx-ai. */
@NullMarked
package io.sluice.router.wire.watsonx;

import org.jspecify.annotations.NullMarked;
