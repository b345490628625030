package io.sluice.router.engine;

import io.sluice.contracts.error.ErrorBody;
import java.util.Map;

/**
 * Why a call is not answered, as its client is told.
 *
 * @param headers beside those that every answer has
 */
record Refusal(ErrorBody error, Map<String, String> headers) {}
