// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Questions to a model whose provider refuses the key, and says which it was. */
@RestController
class BrokenController {
  private final ChatModel broken;

  BrokenController(@Qualifier("broken") ChatModel broken) {
    this.broken = broken;
  }

  /** Fails, with what the provider said. */
  @PostMapping("/broken")
  String broken(@RequestBody String question) {
    return String.valueOf(broken.call(new Prompt(question)).getResult());
  }
}
