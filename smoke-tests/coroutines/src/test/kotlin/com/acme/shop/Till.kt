// SPDX-License-Identifier: Apache-2.0
package com.acme.shop

import io.micrometer.core.annotation.Counted
import io.micrometer.core.annotation.Timed
import io.opentelemetry.instrumentation.annotations.WithSpan
import java.util.concurrent.CompletableFuture

/** Suspending functions with Micrometer's annotations. */
class Till {
  @Timed("till.sold")
  @Counted("till.counted")
  suspend fun sold(
    id: Int,
    first: CompletableFuture<String>,
    second: CompletableFuture<String>,
  ): String {
    val one = answer(first)
    val two = answer(second)
    return "$id$one$two"
  }

  @Timed("till.never") suspend fun never(value: String): String = "$value!"

  @Timed("till.failing")
  @Counted("till.failures")
  suspend fun fails(source: CompletableFuture<String>): String {
    val value = answer(source)
    throw IllegalStateException(value)
  }

  /** By all three, and inside itself. */
  @Timed("till.nested")
  @Counted("till.nestings")
  @WithSpan("nested till")
  suspend fun nested(depth: Int, source: CompletableFuture<String>): String {
    val below = if (depth == 0) answer(source) else nested(depth - 1, source)
    return "$depth$below"
  }

  fun soldLater(id: Int, one: CompletableFuture<String>, two: CompletableFuture<String>) =
    later {
      sold(id, one, two)
    }

  fun neverLater(value: String) = later { never(value) }

  fun failsLater(source: CompletableFuture<String>) = later { fails(source) }

  fun nestedLater(depth: Int, source: CompletableFuture<String>) = later { nested(depth, source) }
}
