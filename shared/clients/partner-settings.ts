import type { TenantId } from '../domain/ids';

/** An organisation that entitlement management knows. */
export interface ConnectedOrganization {
  id: string;
  /** Tenants and mail domains by which it is told, lower case. */
  tenants: string[];
  domains: string[];
}

/** A line of the directory's audit log that says something was taken away. */
export interface RemovalRecord {
  activity: 'cross-tenant-access' | 'connected-organization';
  /** ISO 8601. */
  at: string;
  /** Ids the line names: tenant ids, or the organisation's id. */
  targets: string[];
}

/** What the tenant says of its partners. No subscription and no delta exist for any of it: it is polled. All reads. */
export interface PartnerSettings {
  /** Tenants with a cross-tenant access entry of their own. */
  crossTenantPartners(): Promise<TenantId[]>;
  connectedOrganizations(): Promise<ConnectedOrganization[]>;
  /** Successful removals since a time (ISO 8601); appears minutes after the fact and needs an Entra P1 licence. */
  removalsSince(since: string): Promise<RemovalRecord[]>;
}
