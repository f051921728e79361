// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import java.net.ProtocolException;

/**
 * The Huffman code of HPACK (<a href="https://www.rfc-editor.org/rfc/rfc7541#appendix-B">RFC 7541,
 * appendix B</a>). It is a canonical code, so that the lengths of the codes tell the codes: among
 * those of one length, they count up with the symbol.
 */
final class HuffmanDecoder {
  /** For each byte, and at last for the end of a string, the length of its code: A is 5 bits. */
  private static final String LENGTHS =
      "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHFIBCCCCCCCCCCCCCCCCCCCCCC"
          + "DCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIXPRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSS"
          + "QQRQSRSSPRRRSRRSVVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

  private static final int SHORTEST = 5;
  private static final int LONGEST = 30;
  private static final int END = 256;

  private static final int[] FIRST_CODE = new int[LONGEST + 2];
  private static final int[] FIRST_INDEX = new int[LONGEST + 2];
  private static final int[] COUNT = new int[LONGEST + 2];
  private static final int[] SYMBOLS = new int[END + 1];

  static {
    int code = 0;
    int index = 0;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      code <<= 1;
      FIRST_CODE[length] = code;
      FIRST_INDEX[length] = index;
      for (int symbol = 0; symbol <= END; symbol++) {
        if (LENGTHS.charAt(symbol) - 'A' + SHORTEST == length) {
          SYMBOLS[index++] = symbol;
          COUNT[length]++;
          code++;
        }
      }
    }
  }

  private HuffmanDecoder() {}

  static String decode(byte[] bytes, int from, int to) throws ProtocolException {
    StringBuilder text = new StringBuilder((to - from) * 8 / SHORTEST);
    int code = 0;
    int length = 0;
    for (int i = from; i < to; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        code = code << 1 | bytes[i] >> bit & 1;
        length++;
        int offset = length < SHORTEST ? -1 : code - FIRST_CODE[length];
        if (offset >= 0 && offset < COUNT[length]) {
          int symbol = SYMBOLS[FIRST_INDEX[length] + offset];
          if (symbol == END) {
            throw new ProtocolException("a string of the answer holds its own end");
          }
          text.append((char) symbol);
          code = 0;
          length = 0;
        }
      }
    }
    // The last byte is filled up with ones.
    if (length > 7 || code != (1 << length) - 1) {
      throw new ProtocolException("a string of the answer ends within a symbol");
    }
    return text.toString();
  }
}
