// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

/**
 * What the store holds at one moment.
 *
 * @param samples in memory, over all tiers
 * @param droppedSamples late, duplicate or of a series for which there was no room
 * @param diskState {@code off}, {@code on} or the reason why nothing is written
 */
public record StoreStats(
    int series,
    long samples,
    long memoryBytes,
    long diskBytes,
    long droppedSamples,
    String diskState) {}
