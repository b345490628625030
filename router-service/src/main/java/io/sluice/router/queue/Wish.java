package io.sluice.router.queue;

/**
 * How a call may wait in line.
 *
 * @param priority lower ones go first, whatever the others' shares are
 * @param owner who shares with whom within a priority: a key, or a team
 * @param weight the owner's part of what is served while others wait too; positive
 * @param tokens that the call is expected to use, at least 1
 * @param maxWaitMillis in all lines that it stands in, together
 */
public record Wish(int priority, String owner, double weight, long tokens, long maxWaitMillis) {}
