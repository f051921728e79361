// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.trace;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes orders, and asks another service, which it is itself, whether there is enough. */
@RestController
class Orders {
  static final String TOPIC = "orders";

  private final WebClient client = WebClient.create();
  private final Producer<String, String> producer;
  private final Environment environment;

  Orders(Producer<String, String> producer, Environment environment) {
    this.producer = producer;
    this.environment = environment;
  }

  @GetMapping("/orders/{id}")
  Mono<String> order(@PathVariable("id") String id) {
    return client
        .get()
        .uri("http://127.0.0.1:" + environment.getProperty("port") + "/stock/" + id)
        .retrieve()
        .bodyToMono(String.class)
        .publishOn(Schedulers.boundedElastic())
        .flatMap(stock -> send(id).thenReturn("ordered " + id));
  }

  @GetMapping("/stock/{id}")
  Mono<String> stock(@PathVariable("id") String id) {
    return Mono.just("7");
  }

  private Mono<Void> send(String id) {
    return Mono.create(
        sink ->
            producer.send(
                new ProducerRecord<>(TOPIC, id),
                (sent, failure) -> {
                  if (failure == null) {
                    sink.success();
                  } else {
                    sink.error(failure);
                  }
                }));
  }
}
