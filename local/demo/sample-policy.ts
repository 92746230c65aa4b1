/** The sample partner's policy as an operator would write it; the ids are those of the scenario `one-partner`. */
export const SAMPLE_POLICY = {
  partner: 'contoso',
  homeTenant: 'c7b6a5f4-e3d2-4c1b-8a09-f8e7d6c5b4a3',
  domains: ['contoso.com'],
  mode: { kind: 'enforce' },
  admitWhen: { rule: 'eligibility-group', group: 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c01' },
  accessGroup: 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c04',
  desktops: [
    {
      kind: 'windows-365',
      forGroup: 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c03',
      cloudPcGroup: 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c05',
    },
    {
      kind: 'avd-personal',
      hostPools: [
        '/subscriptions/c0ffee00-1d2e-4f3a-8b4c-5d6e7f809102/resourceGroups/rg-contoso-desktops/providers/Microsoft.DesktopVirtualization/hostPools/hp-contoso',
      ],
    },
  ],
  profiles: ['internet', 'private'],
  acceptTenantWideProfile: false,
  client: {
    version: '2.24.117',
    installerUrl: 'https://woodgrovetools.blob.core.windows.net/installers/GlobalSecureAccessClient.exe',
    sha256: '9f2b6a1d7c40e85f3b6d1a92e47c05f8d3b1a6e94c7f2085d6e3b9a1c4f70e28',
    intuneAppId: 'f1e2d3c4-b5a6-4978-8a69-5b4c3d2e1f01',
  },
  desktopRight: 'attested',
  startVm: 'always',
  account: { rule: 'keep' },
  onPartnerEvent: 'propose',
  onGroupDrift: 'report',
} as const;
