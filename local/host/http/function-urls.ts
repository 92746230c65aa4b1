import { type HttpRoute } from './http-routes';

/** One line for a person: which methods, at which address. */
export interface FunctionUrl {
  functionName: string;
  methods: string;
  url: string;
}

/** Where each HTTP function answers. */
export function functionUrls(routes: readonly HttpRoute[], port: number): FunctionUrl[] {
  return routes.map(({ functionName, methods, template }) => ({
    functionName,
    methods: methods.length === 0 ? 'any method' : methods.join(','),
    url: `http://localhost:${port}/${template.template}`,
  }));
}
