// The data of the page: JSON, or, where that is long, tables in columns, packed by LZMA and written in 91 letters.

/** @returns {PageData} */
export function readData() {
  const element = document.getElementById("data");
  return element.hasAttribute("data-packed") ? unfolded(JSON.parse(unpacked(element))) : JSON.parse(element.textContent);
}

// The library that draws, where it is packed too: the page's policy knows its text and lets it run.
export function readLibrary() {
  const element = document.getElementById("library");
  if (element) {
    const script = document.createElement("script");
    script.textContent = unpacked(element);
    document.head.appendChild(script);
  }
}

// Lists from their columns, objects from keys and columns, lists of lists from lengths, rows that may lack from flags.
function unfolded(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return value;
  }
  if (value.d) {
    Object.keys(value.d).forEach(function (key) { value.d[key] = unfolded(value.d[key]); });
    return value.d;
  }
  if (value.c) {
    const columns = value.c.map(unfolded);
    return columns[0].map(function (first, i) {
      return value.k ? value.k.reduce(function (one, key, c) { one[key] = columns[c][i]; return one; }, {}) : columns.map(function (column) { return column[i]; });
    });
  }
  const rows = unfolded(value.r);
  let at = 0;
  if (value.p) {
    return value.p.map(function (flag) { return flag ? rows[at++] : null; });
  }
  return value.n.map(function (length) {
    at += length;
    return rows.slice(at - length, at);
  });
}

function unpacked(element) {
  const text = element.textContent;
  const bytes = new Uint8Array(Math.ceil(text.length / 16) * 13 + 8);
  const values = new Uint8Array(128);
  let known = 0;
  for (let code = 0x21; code < 0x7f; code += 1) {
    if ("<&\\".indexOf(String.fromCharCode(code)) < 0) {
      values[code] = known;
      known += 1;
    }
  }
  let hold = 0;
  let held = 0;
  let end = 0;
  for (let i = 0; i < text.length; i += 2) {
    hold = ((hold & 255) << 13) | (values[text.charCodeAt(i)] * known + values[text.charCodeAt(i + 1)]);
    held += 13;
    while (held >= 8) {
      held -= 8;
      bytes[end] = hold >>> held;
      end += 1;
    }
  }
  return new TextDecoder("utf-8").decode(lzma(bytes, Number(element.getAttribute("data-packed"))));
}

// LZMA as Igor Pavlov's specification has it, with lc 3, lp 0, pb 0, without header: `size` bytes from `bytes`.
function lzma(bytes, size) {
  const out = new Uint8Array(size);
  const coder = new Uint32Array([0xffffffff, 0]); // range and code: numbers of 32 bits stay so in an array
  let at = 1;
  for (; at < 5; at += 1) {
    coder[1] = (coder[1] << 8) | bytes[at];
  }

  function odds(number) {
    return new Uint16Array(number).fill(1024);
  }

  function next() {
    coder[0] <<= 8;
    coder[1] = (coder[1] << 8) | bytes[at];
    at += 1;
  }

  function bit(table, index) {
    const chance = table[index];
    const bound = ((coder[0] >>> 11) * chance) >>> 0;
    let found = 0;
    if (coder[1] < bound) {
      coder[0] = bound;
      table[index] = chance + ((2048 - chance) >>> 5);
    } else {
      coder[0] -= bound;
      coder[1] -= bound;
      table[index] = chance - (chance >>> 5);
      found = 1;
    }
    if (coder[0] < 0x1000000) {
      next();
    }
    return found;
  }

  function plainBits(number) {
    let found = 0;
    for (let i = 0; i < number; i += 1) {
      coder[0] >>>= 1;
      const high = coder[1] >= coder[0];
      if (high) {
        coder[1] -= coder[0];
      }
      found = found * 2 + (high ? 1 : 0);
      if (coder[0] < 0x1000000) {
        next();
      }
    }
    return found;
  }

  function tree(table, offset, depth) {
    let node = 1;
    for (let i = 0; i < depth; i += 1) {
      node = node * 2 + bit(table, offset + node);
    }
    return node - (1 << depth);
  }

  function backTree(table, offset, depth) {
    let node = 1;
    let found = 0;
    for (let i = 0; i < depth; i += 1) {
      const one = bit(table, offset + node);
      node = node * 2 + one;
      found |= one << i;
    }
    return found;
  }

  function lengthCoder() {
    return { choice: odds(2), low: odds(8), middle: odds(8), high: odds(256) };
  }

  function lengthOf(coder) {
    if (!bit(coder.choice, 0)) {
      return 2 + tree(coder.low, 0, 3);
    }
    return bit(coder.choice, 1) ? 18 + tree(coder.high, 0, 8) : 10 + tree(coder.middle, 0, 3);
  }

  const literal = odds(0x300 << 3);
  const isMatch = odds(12);
  const isRep = odds(12);
  const isRepG0 = odds(12);
  const isRepG1 = odds(12);
  const isRepG2 = odds(12);
  const isRep0Long = odds(12);
  const slots = odds(4 * 64);
  const special = odds(128);
  const align = odds(16);
  const matchLength = lengthCoder();
  const repLength = lengthCoder();
  let state = 0;
  let rep0 = 0;
  let rep1 = 0;
  let rep2 = 0;
  let rep3 = 0;
  let end = 0;

  function letter() {
    const offset = 0x300 * (end ? out[end - 1] >>> 5 : 0);
    let symbol = 1;
    if (state >= 7) {
      let like = out[end - rep0 - 1];
      do {
        const likeBit = (like >>> 7) & 1;
        like <<= 1;
        const found = bit(literal, offset + ((1 + likeBit) << 8) + symbol);
        symbol = (symbol << 1) | found;
        if (likeBit !== found) {
          break;
        }
      } while (symbol < 0x100);
    }
    while (symbol < 0x100) {
      symbol = (symbol << 1) | bit(literal, offset + symbol);
    }
    out[end] = symbol;
    end += 1;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }

  function distance(length) {
    const slot = tree(slots, Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) {
      return slot;
    }
    const direct = (slot >>> 1) - 1;
    const base = (2 | (slot & 1)) * Math.pow(2, direct);
    return slot < 14 ? base + backTree(special, base - slot, direct) : base + plainBits(direct - 4) * 16 + backTree(align, 0, 4);
  }

  // The length of what was found at one of the last four distances.
  function repeated() {
    if (!bit(isRepG0, state)) {
      if (!bit(isRep0Long, state)) {
        state = state < 7 ? 9 : 11;
        return 1;
      }
    } else {
      let far = rep1;
      if (bit(isRepG1, state)) {
        far = rep2;
        if (bit(isRepG2, state)) {
          far = rep3;
          rep3 = rep2;
        }
        rep2 = rep1;
      }
      rep1 = rep0;
      rep0 = far;
    }
    const length = lengthOf(repLength);
    state = state < 7 ? 8 : 11;
    return length;
  }

  while (end < size) {
    if (!bit(isMatch, state)) {
      letter();
    } else {
      let length;
      if (!bit(isRep, state)) {
        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
        length = lengthOf(matchLength);
        rep0 = distance(length);
        state = state < 7 ? 7 : 10;
      } else {
        length = repeated();
      }
      if (rep0 >= end) {
        throw new Error("the data of this page is damaged");
      }
      for (let stop = Math.min(end + length, size); end < stop; end += 1) {
        out[end] = out[end - rep0 - 1];
      }
    }
  }
  return out;
}
