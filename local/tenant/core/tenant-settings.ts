import { collection, type Store } from './store';

/** What is fixed about the tenant from its first start on. */
export interface TenantFacts {
  id: string;
  displayName: string;
  /** `woodgrove.onmicrosoft.com`: the host part of every guest's user principal name. */
  initialDomain: string;
  verifiedDomains: string[];
  countryLetterCode: string;
  /** Who may invite guests (Graph v1.0 authorizationPolicy). */
  allowInvitesFrom: 'none' | 'adminsAndGuestInviters' | 'adminsGuestInvitersAndAllMembers' | 'everyone';
}

interface Setting {
  id: string;
  value: number;
}

const facts = collection<{ id: 'tenant'; facts: TenantFacts }>('tenant');
const settings = collection<Setting>('settings');

/** Facts of the tenant and the few numbers that tests turn. */
export class TenantSettings {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** False until a scenario has been laid out; a stored tenant is never laid out twice. */
  isLaidOut(): boolean {
    return this.#store.in(facts).get('tenant') !== undefined;
  }

  layOut(tenant: TenantFacts): void {
    this.#store.in(facts).put({ id: 'tenant', facts: tenant });
  }

  get tenant(): TenantFacts {
    const found = this.#store.in(facts).get('tenant');
    if (found === undefined) throw new Error('The tenant has no scenario yet');
    return found.facts;
  }

  /** How long a write stays invisible to reads; 0: everything is read at once. */
  get replicationLagMs(): number {
    return this.#number('replicationLagMs');
  }

  set replicationLagMs(value: number) {
    this.#store.in(settings).put({ id: 'replicationLagMs', value });
  }

  #number(name: string): number {
    return this.#store.in(settings).get(name)?.value ?? 0;
  }
}
