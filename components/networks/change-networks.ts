import type { NetworkSettings, Settings } from '#lib/contracts/settings.ts';

/* Changes of the networks, each as a step from settings to settings, so that it can be taken again on a draft somebody else saved. */

/** Puts networks at the end; those whose block is there already are left as they are. */
export function addNetworks(added: readonly NetworkSettings[]) {
  return (settings: Settings): Settings => {
    const there = new Set(settings.networks.map((one) => one.block));
    const fresh: NetworkSettings[] = [];
    for (const network of added) {
      if (there.has(network.block)) continue;
      there.add(network.block);
      fresh.push(network);
    }
    return { ...settings, networks: [...settings.networks, ...fresh] };
  };
}

/** Puts one network in the place of that with the given block; does nothing where that is gone. */
export function replaceNetwork(block: string, network: NetworkSettings) {
  return (settings: Settings): Settings => ({
    ...settings,
    networks: settings.networks.map((one) => (one.block === block ? network : one)),
  });
}

export function removeNetworks(blocks: ReadonlySet<string>) {
  return (settings: Settings): Settings => ({
    ...settings,
    networks: settings.networks.filter((one) => !blocks.has(one.block)),
  });
}

/** Takes a removal back: the network comes to the place it had, or to the end of a list that became shorter. */
export function restoreNetwork(network: NetworkSettings, place: number) {
  return (settings: Settings): Settings => {
    if (settings.networks.some((one) => one.block === network.block)) return settings;
    return { ...settings, networks: settings.networks.toSpliced(place, 0, network) };
  };
}
