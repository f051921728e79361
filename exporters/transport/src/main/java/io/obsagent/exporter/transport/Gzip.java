// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** RFC 1952 into a buffer that is reused. The deflater frees its memory with the object. */
public final class Gzip extends ByteOutput {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 crc = new CRC32();

  public ByteBuffer compress(ByteBuffer body) {
    clear();
    writeBytes(HEADER);
    deflater.reset();
    deflater.setInput(body.duplicate());
    deflater.finish();
    while (!deflater.finished()) {
      ensure(4 << 10);
      position += deflater.deflate(bytes, position, bytes.length - position);
    }
    crc.reset();
    crc.update(body.duplicate());
    writeLongLittleEndian(crc.getValue() | (long) body.remaining() << 32);
    return view();
  }
}
