// The data of the page: JSON, or, where that is long, JSON packed by DEFLATE (RFC 1951) and written in base64.

function readData() {
  const element = document.getElementById("data");
  if (!element.hasAttribute("data-packed")) {
    return JSON.parse(element.textContent);
  }
  const packed = atob(element.textContent);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i += 1) {
    bytes[i] = packed.charCodeAt(i);
  }
  return JSON.parse(new TextDecoder("utf-8").decode(inflate(bytes, Number(element.getAttribute("data-packed")))));
}

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const farBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const farBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// A Huffman code from the lengths of its words: how many of each length, and the symbols in order.
function huffman(lengths) {
  const count = new Uint16Array(16);
  const offset = new Uint16Array(16);
  lengths.forEach(function (length) { count[length] += 1; });
  count[0] = 0;
  for (let i = 1; i < 16; i += 1) {
    offset[i] = offset[i - 1] + count[i - 1];
  }
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach(function (length, symbol) {
    if (length) {
      symbols[offset[length]] = symbol;
      offset[length] += 1;
    }
  });
  return { count: count, symbols: symbols };
}

function inflate(bytes, size) {
  const out = new Uint8Array(size);
  let at = 0;
  let end = 0;
  let hold = 0;
  let held = 0;

  function bits(number) {
    while (held < number) {
      hold |= bytes[at] << held;
      at += 1;
      held += 8;
    }
    const value = hold & ((1 << number) - 1);
    hold >>>= number;
    held -= number;
    return value;
  }

  function symbol(code) {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length += 1) {
      value |= bits(1);
      const count = code.count[length];
      if (value - count < first) {
        return code.symbols[index + value - first];
      }
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Error("the data of this page is damaged");
  }

  function codes() {
    const literals = bits(5) + 257;
    const fars = bits(5) + 1;
    const words = bits(4) + 4;
    const lengths = codeOrder.map(function () { return 0; });
    for (let i = 0; i < words; i += 1) {
      lengths[codeOrder[i]] = bits(3);
    }
    const code = huffman(lengths);
    const all = [];
    while (all.length < literals + fars) {
      const word = symbol(code);
      if (word < 16) {
        all.push(word);
      } else {
        const value = word === 16 ? all[all.length - 1] : 0;
        let times = word === 16 ? bits(2) + 3 : word === 17 ? bits(3) + 3 : bits(7) + 11;
        for (; times > 0; times -= 1) {
          all.push(value);
        }
      }
    }
    return [huffman(all.slice(0, literals)), huffman(all.slice(literals))];
  }

  function fixed() {
    const lengths = [];
    for (let i = 0; i < 288; i += 1) {
      lengths.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    }
    return [huffman(lengths), huffman(farBase.map(function () { return 5; }))];
  }

  function block(pair) {
    for (let word = symbol(pair[0]); word !== 256; word = symbol(pair[0])) {
      if (word < 256) {
        out[end] = word;
        end += 1;
      } else {
        const length = lengthBase[word - 257] + bits(lengthBits[word - 257]);
        const far = symbol(pair[1]);
        const back = farBase[far] + bits(farBits[far]);
        for (let i = 0; i < length; i += 1, end += 1) {
          out[end] = out[end - back];
        }
      }
    }
  }

  let last = 0;
  while (!last) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 0) {
      hold = held = 0;
      const length = bytes[at] | (bytes[at + 1] << 8);
      out.set(bytes.subarray(at + 4, at + 4 + length), end);
      at += 4 + length;
      end += length;
    } else {
      block(kind === 1 ? fixed() : codes());
    }
  }
  return out;
}
