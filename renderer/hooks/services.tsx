/** What every view may reach for: the links to the engine, the lab and the comparison, and the store. Handed in once, so that the gallery and tests hand in their own. */
import { createContext, type ReactNode, useContext } from 'react';
import type { CompareLink, LabLink, Link } from '../link/link.ts';
import type { Store } from '../store/store.ts';

export interface Services {
  readonly link: Link;
  readonly lab: LabLink;
  readonly compare: CompareLink;
  readonly store: Store;
}

const Context = createContext<Services | null>(null);

export function ServicesProvider({ services, children }: Readonly<{ services: Services; children: ReactNode }>) {
  return <Context value={services}>{children}</Context>;
}

export function useServices(): Services {
  const services = useContext(Context);
  if (services === null) throw new Error('outside of ServicesProvider');
  return services;
}

export const useLink = (): Link => useServices().link;
export const useLabLink = (): LabLink => useServices().lab;
export const useCompareLink = (): CompareLink => useServices().compare;
export const useStore = (): Store => useServices().store;
