// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.Bounds;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one layer tells of a call's answer. Guarded by the operation that it belongs to. */
final class ModelAnswer {
  private static final int MAX_FINISH_REASONS = 16;
  private static final int MAX_CHOICE = Integer.SIZE - 1;

  @Nullable String id;
  @Nullable String model;
  @Nullable List<String> finishReasons;
  GenAiUsage usage = GenAiUsage.UNKNOWN;
  @Nullable String tier;
  double usd = Double.NaN;
  int status;
  @Nullable String code;

  /** A bit for each choice whose reason is known. */
  private int finished;

  /** Of calls before, within the same work: their tokens and costs are added. */
  private GenAiUsage usageBefore = GenAiUsage.UNKNOWN;

  private double usdBefore = Double.NaN;

  ModelAnswer() {}

  /** The answer to the next call of a layer that makes several within the same work. */
  ModelAnswer next() {
    ModelAnswer next = new ModelAnswer();
    next.usageBefore = allUsage();
    next.usdBefore = allUsd();
    return next;
  }

  GenAiUsage allUsage() {
    return usageBefore.plus(usage);
  }

  double allUsd() {
    return Double.isNaN(usdBefore) ? usd : Double.isNaN(usd) ? usdBefore : usdBefore + usd;
  }

  void response(@Nullable String newId, @Nullable String newModel) {
    id = newId == null ? id : Bounds.cut(newId, Bounds.MAX_NAME);
    model = newModel == null ? model : Bounds.cut(newModel, Bounds.MAX_NAME);
  }

  boolean isNamed() {
    return id != null;
  }

  private void add(String reason) {
    List<String> reasons = finishReasons;
    if (reasons == null) {
      reasons = new ArrayList<>(1);
      finishReasons = reasons;
    }
    if (reasons.size() < MAX_FINISH_REASONS) {
      reasons.add(Bounds.cut(reason, Bounds.MAX_NAME));
    }
  }

  /**
   * @param choice -1 for one that is told once
   */
  void finishReason(int choice, String reason) {
    int bit = choice < 0 ? 0 : 1 << Math.min(choice, MAX_CHOICE);
    if ((finished & bit) == 0) {
      finished |= bit;
      add(reason);
    }
  }

  void refused(int newStatus, @Nullable String newCode) {
    status = newStatus > 0 ? newStatus : status;
    code = newCode == null ? code : Bounds.cut(newCode, Bounds.MAX_NAME);
  }
}
