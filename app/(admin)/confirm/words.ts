export const CONFIRM = "Confirm that it is you";
export const CONFIRM_WHY = "Keys, people and exports need it. It lasts for five minutes.";
export const CONFIRMED = "Confirmed";
export const DOWNLOAD_STARTS = "The download starts now.";
export const START_DOWNLOAD = "Start the download";
export const GO_BACK = "Back";
export const ENTER_PROOF = "Enter your password or code.";
