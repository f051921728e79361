// SPDX-License-Identifier: Apache-2.0
package com.acme.shop

import io.opentelemetry.api.trace.Span
import io.opentelemetry.instrumentation.annotations.SpanAttribute
import io.opentelemetry.instrumentation.annotations.WithSpan
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

/** Suspends until a future is there. */
internal suspend fun answer(source: CompletableFuture<String>): String =
  suspendCancellableCoroutine { after ->
    source.whenComplete { value, failure ->
      if (failure == null) after.resume(value) else after.resumeWithException(failure)
    }
  }

/** Starts something that suspends, for a caller who is not of Kotlin. */
internal fun <T> later(block: suspend () -> T): CompletableFuture<T> {
  val answer = CompletableFuture<T>()
  Thread {
      try {
        answer.complete(runBlocking { block() })
      } catch (e: Throwable) {
        answer.completeExceptionally(e)
      }
    }
    .start()
  return answer
}

/** What an application suspends in. */
class Desk {
  val seen = mutableListOf<String>()

  private fun see() {
    seen.add(Span.current().spanContext.spanId)
  }

  /** Suspends twice, and goes on. */
  @WithSpan("twice")
  suspend fun twice(
    @SpanAttribute("order.id") id: Int,
    first: CompletableFuture<String>,
    second: CompletableFuture<String>,
  ): String {
    see()
    val one = answer(first)
    see()
    val two = answer(second)
    see()
    return "$id$one$two"
  }

  /** Ends with what suspends: it is not called again. */
  @WithSpan("last")
  suspend fun last(source: CompletableFuture<String>): String = answer(source)

  @WithSpan("never suspends") suspend fun never(value: String): String = "$value!"

  @WithSpan("nested")
  suspend fun nested(depth: Int, source: CompletableFuture<String>): String {
    see()
    val below = if (depth == 0) answer(source) else nested(depth - 1, source)
    see()
    return "$depth$below"
  }

  @WithSpan("fails")
  suspend fun fails(source: CompletableFuture<String>): String {
    val value = answer(source)
    throw IllegalStateException(value)
  }

  @WithSpan("elsewhere")
  suspend fun elsewhere(): String = coroutineScope {
    val other = async(Dispatchers.Default) { inner("a") }
    val here = withContext(Dispatchers.IO) { inner("b") }
    yield()
    other.await() + here
  }

  @WithSpan("inner")
  private suspend fun inner(value: String): String {
    yield()
    return value
  }

  fun twiceLater(id: Int, one: CompletableFuture<String>, two: CompletableFuture<String>) =
    later { twice(id, one, two) }

  fun lastLater(source: CompletableFuture<String>) = later { last(source) }

  fun neverLater(value: String) = later { never(value) }

  fun nestedLater(depth: Int, source: CompletableFuture<String>) = later { nested(depth, source) }

  fun failsLater(source: CompletableFuture<String>) = later { fails(source) }

  fun elsewhereLater() = later { elsewhere() }
}
