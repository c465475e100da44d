import { MqttProxy } from '../harness/mqtt-proxy.ts';
import type { PlantOptions } from '../harness/plant.ts';
import { TcpProxy } from '../harness/tcp-proxy.ts';

export interface SiteWays {
  readonly stationNetwork: MqttProxy;
  readonly toGateway: TcpProxy;
  readonly toCentral: TcpProxy;
}

const goodNetwork = { reorder: 0, duplicate: 0, cut: 0, delayMs: 0 };

/** Puts a proxy into each way between the parts of a plant. */
export function waysOfSite(random: () => number) {
  const open: { close(): void }[] = [];
  const ways: { -readonly [Way in keyof SiteWays]?: SiteWays[Way] } = {};
  const options: Pick<PlantOptions, 'mqttPortForEdges' | 'portsForSync'> = {
    mqttPortForEdges: (port) => {
      ways.stationNetwork = new MqttProxy(port, goodNetwork, random);
      open.push(ways.stationNetwork);
      return ways.stationNetwork.listen();
    },
    portsForSync: async (ports) => {
      ways.toGateway = new TcpProxy(ports.gateway);
      ways.toCentral = new TcpProxy(ports.central);
      open.push(ways.toGateway, ways.toCentral);
      return { gateway: await ways.toGateway.listen(), central: await ways.toCentral.listen() };
    },
  };
  return {
    options,
    /** Of a plant that was started with the options. */
    get(): SiteWays {
      const { stationNetwork, toGateway, toCentral } = ways;
      if (stationNetwork === undefined || toGateway === undefined || toCentral === undefined)
        throw new Error('the plant asked for no proxies');
      return { stationNetwork, toGateway, toCentral };
    },
    close(): void {
      for (const proxy of open) proxy.close();
    },
  };
}
