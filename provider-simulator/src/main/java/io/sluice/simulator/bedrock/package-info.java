/** Amazon Bedrock: Converse and InvokeModel with signatures that are verified and AWS's binary event streams. */
@NullMarked
package io.sluice.simulator.bedrock;

import org.jspecify.annotations.NullMarked;
