// SPDX-License-Identifier: Apache-2.0
/** Lines of JSON by the agent, by Logback, by logstash-logback-encoder and by Log4j. */
@NullMarked
package io.obsagent.smoke.logging;

import org.jspecify.annotations.NullMarked;
