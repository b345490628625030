/**
 * Amazon Bedrock: Converse and InvokeModel, whole and as an event stream. References: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html,
 * API_runtime_ConverseStream.html, API_runtime_InvokeModel.html, /bedrock/latest/userguide/model-parameters.html (seen 2026-11-26); mapping rules from
 * {@code litellm-behaviour.md} 8.4.
 */
@NullMarked
package io.sluice.router.wire.bedrock;

import org.jspecify.annotations.NullMarked;
