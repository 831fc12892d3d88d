/** A constant of an ONNX graph. */
export interface OnnxTensor {
  name: string;
  /** Bytes of its data inside the file; 0 when they lie in another one. */
  bytesInside: number;
  /** The file that holds its data, when that is another one. */
  location: string | undefined;
}

type Field = { number: number; value: number | Uint8Array };

/** The fields of one protobuf message, in order (protobuf.dev/programming-guides/encoding). Numbers beyond 2^53 lose precision. */
function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    for (let value = 0, factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('the message is cut off');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error('the message is cut off');
    return bytes.subarray(at, (at += length));
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, type] = [Math.floor(tag / 8), tag % 8];
    if (type === 0) yield { number, value: varint() };
    else if (type === 1) yield { number, value: take(8) };
    else if (type === 2) yield { number, value: take(varint()) };
    else if (type === 5) yield { number, value: take(4) };
    else throw new Error(`there is no protobuf wire type ${type}`);
  }
}

const messages = (bytes: Uint8Array, number: number): Uint8Array[] =>
  [...fields(bytes)].flatMap((field) => (field.number === number && typeof field.value !== 'number' ? [field.value] : []));
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

/** Every constant of a model: initializers, and tensors that nodes carry. Field numbers are those of onnx.proto, IR version 10. */
export function onnxTensors(model: Uint8Array): OnnxTensor[] {
  const graphs = messages(model, 7);
  const initializers = graphs.flatMap((graph) => messages(graph, 5));
  const carried = graphs.flatMap((graph) => messages(graph, 1)).flatMap((node) => messages(node, 5)).flatMap((attribute) => messages(attribute, 5));
  return [...initializers, ...carried].map((tensor) => {
    // float_data, int32_data, string_data, int64_data, raw_data, double_data, uint64_data
    const bytesInside = [4, 5, 6, 7, 9, 10, 11].flatMap((number) => messages(tensor, number)).reduce((sum, { length }) => sum + length, 0);
    const external = messages(tensor, 13).map((entry) => [text(messages(entry, 1)[0]), text(messages(entry, 2)[0])] as const);
    return { name: text(messages(tensor, 8)[0]), bytesInside, location: new Map(external).get('location') };
  });
}
