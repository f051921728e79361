// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/**
 * Adds the correlation id when the headers are about to be written: set earlier, it would be lost
 * where a response is reset, as Tomcat does to report an error.
 */
final class CommitAdvice {
  private CommitAdvice() {}

  @OnEnter
  static void enter(@This AbstractProcessor processor) {
    Request request = processor.getRequest();
    Exchange exchange = Exchange.of(request);
    if (exchange == null) {
      return;
    }
    Response response = request.getResponse();
    String name = exchange.operation.correlationHeader();
    if (response.getMimeHeaders().getValue(name) == null) {
      response.addHeader(name, exchange.operation.correlationId());
    }
  }
}
