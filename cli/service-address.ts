import { InvalidArgumentError } from 'commander';

/** Reads the option that names where a service is asked, `http://host:port` or with https. */
export const httpAddress = addressOf(['http:', 'https:'], 'http://127.0.0.1:8081');

/** Reads the option that names an MQTT port. */
export const mqttAddress = addressOf(['mqtt:', 'mqtts:'], 'mqtt://127.0.0.1:1883');

/** Reads the option that names where MQTT is spoken over a WebSocket. */
export const webSocketAddress = addressOf(['ws:', 'wss:'], 'wss://gateway.example:8081/mqtt');

function addressOf(protocols: readonly string[], example: string): (value: string) => string {
  return (value) => {
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    throw new InvalidArgumentError(`An address is wanted, such as ${example}.`);
  };
}
