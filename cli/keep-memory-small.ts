import { setFlagsFromString } from 'node:v8';
import { writeToStream } from 'mqtt-packet';

/**
 * An agent lives on small hardware beside other programs. Left to itself V8 lets garbage pile up to several times what is in use before
 * it collects it; with this it collects earlier, at no cost that the benchmark of a scan could measure. And the MQTT library would keep
 * the bytes of each of 65,536 numbers (7 MB) for the few packets that a station sends.
 */
export function keepMemorySmall(): void {
  setFlagsFromString('--optimize-for-size');
  writeToStream.cacheNumbers = false;
}
