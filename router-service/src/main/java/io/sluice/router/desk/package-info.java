/** Answers to questions about models: how many tokens a request has, what a model can, what a call would cost. */
@NullMarked
package io.sluice.router.desk;

import org.jspecify.annotations.NullMarked;
