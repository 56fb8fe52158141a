import { AlertShape } from "./alert-shape";
import { BannerFrame, type BannerTexts } from "./banner-frame";

/** What just failed, above the form that it failed for; lighter to load than a Banner. */
export function Alert(texts: BannerTexts) {
  return (
    <BannerFrame
      {...texts}
      role="alert"
      box="border-reconnect/35 bg-reconnect-tint"
      ink="text-reconnect"
      icon={(className) => <AlertShape shape="triangle" className={className} strokeWidth={2.5} />}
    />
  );
}
