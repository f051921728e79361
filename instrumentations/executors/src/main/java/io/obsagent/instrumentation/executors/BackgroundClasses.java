// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import java.util.List;

/** What is nobody's of the JDK, and of libraries that no module instruments. */
final class BackgroundClasses {
  static final List<String> PREFIXES =
      List.of(
          "com.github.benmanes.caffeine.cache.BoundedLocalCache",
          "com.google.common.base.internal.Finalizer",
          "com.hazelcast.internal.util.executor.HazelcastManagedThread",
          "com.rabbitmq.client.impl.AMQConnection",
          "com.rabbitmq.client.impl.nio.",
          "com.sun.jmx.",
          "com.sun.jndi.",
          "io.obsagent.spi.service.AgentThread",
          "java.lang.ApplicationShutdownHooks",
          "java.lang.ref.",
          "java.util.Timer",
          "java.util.concurrent.ThreadPoolExecutor",
          "javax.management.",
          "jdk.internal.",
          "kotlinx.coroutines.DefaultExecutor",
          "kotlinx.coroutines.scheduling.",
          "org.apache.activemq.thread.",
          "org.apache.activemq.transport.",
          "org.apache.kafka.",
          "org.apache.zookeeper.",
          "org.eclipse.jetty.io.",
          "org.eclipse.jetty.util.thread.",
          "sun.");

  private BackgroundClasses() {}
}
