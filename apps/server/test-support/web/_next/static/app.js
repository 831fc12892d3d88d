self.app = true;
