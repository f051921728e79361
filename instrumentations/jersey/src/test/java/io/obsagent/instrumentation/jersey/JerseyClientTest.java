// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jersey;

import io.obsagent.testing.JaxRsClientKit;

class JerseyClientTest extends JaxRsClientKit {}
