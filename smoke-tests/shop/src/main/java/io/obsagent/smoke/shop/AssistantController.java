// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** A chat whose answer runs in while the model writes it: an asynchronous request. */
@RestController
class AssistantController {
  private final Assistant assistant;

  AssistantController(Assistant assistant) {
    this.assistant = assistant;
  }

  @GetMapping("/assistant")
  ResponseEntity<StreamingResponseBody> answer(
      @RequestParam(name = "question", defaultValue = "What goes with tea?") String question) {
    StreamingResponseBody body = out -> assistant.answer(question, piece -> send(piece, out));
    return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(body);
  }

  private static void send(String piece, OutputStream out) {
    try {
      out.write(piece.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("customer left", e);
    }
  }
}
