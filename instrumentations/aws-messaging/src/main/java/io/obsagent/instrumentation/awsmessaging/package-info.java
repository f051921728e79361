// SPDX-License-Identifier: Apache-2.0
/**
 * SQS and SNS of AWS' SDK 2. Size: two services that share no type, alone and in batches, and
 * messages that are processed as they are iterated over.
 */
@NullMarked
package io.obsagent.instrumentation.awsmessaging;

import org.jspecify.annotations.NullMarked;
