import {
  denied,
  disconnected,
  hesitant,
  lastUsed,
  nearingItsEnd,
  organisationRemoved,
  type Plot,
  providerDown,
  recovered,
  renewed,
  resumed,
  revoked,
  slowedDown,
  steady,
  takenFirst,
  wrongCompany,
} from "./plots";

/** Books of an owner that no company of ours is connected to; the wrong choice of a hurried click. */
export const otherBooks = {
  hawthornTrust: { name: "Hawthorn Family Trust", realmId: "9341452900000017" },
  harrowHoldings: { name: "Harrow Street Holdings", realmId: "9341452900000025" },
} as const;

/** The first of all, whose realm a later company tries to take. */
const alderRealmId = "9341452900000033";

export interface DemoCompany {
  name: string;
  /** Added to the name, it is the organisation's legal name at the provider. */
  legalForm: string;
  /** Days ago of the first consent. */
  since: number;
  qbo?: Plot;
  xero?: Plot;
  /** Instead of a made-up one. */
  realmId?: string;
  /** Its Xero is in the hands of the bookkeeper who keeps several companies' books, under one grant. */
  sharedBookkeeper?: boolean;
}

/** Forty customers of the surrounding product. Days ago count from the demo's first start. */
export const companies: readonly DemoCompany[] = [
  { name: "Alder & Finch Architects", legalForm: "LLP", since: 128, qbo: steady, realmId: alderRealmId },
  { name: "Amberline Logistics", legalForm: "Inc", since: 127, qbo: steady, xero: steady },
  { name: "Bayside Veterinary Clinic", legalForm: "Pty Ltd", since: 121, xero: steady },
  { name: "Birchwood Dental Group", legalForm: "PLLC", since: 124, qbo: revoked(2) },
  { name: "Bluegum Landscaping", legalForm: "Pty Ltd", since: 119, xero: steady },
  { name: "Brightwater Plumbing", legalForm: "LLC", since: 118, qbo: recovered(48) },
  { name: "Calder Coffee Roasters", legalForm: "Ltd", since: 116, xero: organisationRemoved(5, false) },
  { name: "Canyon Ridge Outfitters", legalForm: "Inc", since: 126, qbo: lastUsed(103) },
  { name: "Copperfield Catering", legalForm: "Ltd", since: 112, xero: steady, sharedBookkeeper: true },
  { name: "Crestline Roofing", legalForm: "LLC", since: 113, qbo: nearingItsEnd(3) },
  { name: "Driftwood Furniture", legalForm: "LLC", since: 111, qbo: renewed(26) },
  { name: "Eastgate Physiotherapy", legalForm: "Ltd", since: 109, xero: lastUsed(66) },
  { name: "Ember & Oak Restaurant", legalForm: "LLC", since: 108, qbo: providerDown },
  { name: "Fairmont Cleaning Services", legalForm: "Inc", since: 107, qbo: disconnected(30) },
  { name: "Fernhill Childcare", legalForm: "Ltd", since: 105, xero: steady, sharedBookkeeper: true },
  { name: "Foxglove Florists", legalForm: "LLC", since: 104, qbo: steady },
  { name: "Granite Peak Construction", legalForm: "Inc", since: 103, qbo: nearingItsEnd(9), xero: steady },
  { name: "Greenlane Organics", legalForm: "Ltd", since: 101, xero: organisationRemoved(39, true) },
  {
    name: "Harrow Street Books",
    legalForm: "LLC",
    since: 99,
    qbo: wrongCompany(1, otherBooks.harrowHoldings.realmId, false),
  },
  {
    name: "Hawthorn Legal",
    legalForm: "PC",
    since: 98,
    qbo: wrongCompany(33, otherBooks.hawthornTrust.realmId, true),
  },
  { name: "Highfield Motors", legalForm: "Inc", since: 96, qbo: steady },
  { name: "Ironbark Electrical", legalForm: "Pty Ltd", since: 94, xero: revoked(4) },
  { name: "Juniper Skincare", legalForm: "LLC", since: 93, qbo: recovered(17) },
  { name: "Keystone Property Care", legalForm: "LLC", since: 91, qbo: steady, xero: disconnected(12) },
  { name: "Kingfisher Marine", legalForm: "Ltd", since: 88, xero: slowedDown(15) },
  { name: "Lakeshore Optometry", legalForm: "PC", since: 86, qbo: steady },
  { name: "Larkspur Interiors", legalForm: "LLC", since: 85, qbo: resumed(55, 47) },
  { name: "Lighthouse Learning", legalForm: "Inc", since: 83, qbo: steady },
  { name: "Meridian Freight", legalForm: "Inc", since: 81, qbo: providerDown, xero: steady },
  { name: "Mosaic Print Studio", legalForm: "Ltd", since: 78, xero: steady },
  { name: "Oakhurst Wines", legalForm: "Ltd", since: 75, xero: steady, sharedBookkeeper: true },
  { name: "Orchard Lane Foods", legalForm: "LLC", since: 70, qbo: recovered(58) },
  { name: "Paperkite Design", legalForm: "LLC", since: 64, qbo: nearingItsEnd(12) },
  { name: "Quarry Bay Surf Co", legalForm: "Pty Ltd", since: 57, xero: steady },
  { name: "Redwood Fitness", legalForm: "Inc", since: 50, qbo: takenFirst(alderRealmId) },
  { name: "Saltmarsh Brewing", legalForm: "Inc", since: 44, qbo: steady },
  { name: "Silverbirch Events", legalForm: "LLC", since: 36, qbo: disconnected(6) },
  { name: "Stonebridge Joinery", legalForm: "Ltd", since: 20, qbo: hesitant },
  { name: "Tidewater Pharmacy", legalForm: "PLLC", since: 8, qbo: steady },
  { name: "Westwind Cycles", legalForm: "LLC", since: 2, qbo: denied },
];
