// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import java.net.InetSocketAddress;
import org.apache.pekko.stream.Attributes;

/** Who is at the other end of a connection, as an attribute of its streams. */
record Peer(InetSocketAddress address) implements Attributes.Attribute {}
