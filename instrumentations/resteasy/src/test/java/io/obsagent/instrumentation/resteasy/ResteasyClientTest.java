// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.obsagent.testing.JaxRsClientKit;

class ResteasyClientTest extends JaxRsClientKit {}
